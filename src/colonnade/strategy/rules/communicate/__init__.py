"""Rules of the step Communicate."""
