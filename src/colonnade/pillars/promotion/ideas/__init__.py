"""Ideas: what customers ask for, raise, praise and blame, as beginnings of briefs."""
