"""Who, what, where, competitors, influencers, sentiment: six questions asked of the stored posts.

``asking.ask`` is the way in; each question is one module that turns a ``Corpus`` into an ``Answer``.
"""
