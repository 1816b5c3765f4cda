"""The composer: written once, fitted to each profile, handed to approval and to publishing."""
