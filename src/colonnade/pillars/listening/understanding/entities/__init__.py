"""What a post names: what is marked as such, the organisation's brands, and names in English posts."""

from colonnade.pillars.listening.understanding.entities.finding import Entity, Known, find_entities

__all__ = ["Entity", "Known", "find_entities"]
