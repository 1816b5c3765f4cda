"""The strategy: goals and methods within limits; a document, its checker, its solver and its versions."""
