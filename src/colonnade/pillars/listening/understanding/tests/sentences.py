"""Sentences of our own whose sentiment nobody would dispute."""

PRAISE = (
    "I love my new excavator, best machine I have ever driven!",
    "Great service today, the technician was friendly and very quick. Thank you!",
    "So happy with the new loader, it works perfectly 😍",
    "Fantastic support team, they solved my problem in ten minutes",
    "What an amazing product, I would recommend it to everyone",
    "Thanks for the excellent help, you guys are awesome",
)
COMPLAINTS = (
    "Worst service ever, I am still waiting for a part that was promised two weeks ago",
    "The hose burst again. This machine is garbage and I want my money back",
    "Terrible experience, nobody answers the phone and the dealer is rude",
    "I hate this cab, it is loud, hot and the seat hurts my back 😡",
    "So disappointed, the pump broke after three days and the warranty is a joke",
    "Really annoyed: your app crashed again and I lost all my work. Awful.",
)
FACTS = (
    "The meeting starts at 10 am on Thursday in hall 4",
    "Our dealer in Ohio opens on Monday at 8:00",
    "The new catalogue lists 340 parts for wheel loaders",
)
MANY = (*PRAISE, *COMPLAINTS, *FACTS)
