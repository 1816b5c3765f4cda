"""The field's terms in plain words: one list for explanations on hover and for the glossary page."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Term:
    """A term of the field.

    Attributes:
        name: as pages write it; also the key for ``{% term %}``.
        meaning: one or two sentences in plain words.
        full: what an abbreviation stands for; empty for others.
    """

    name: str
    meaning: str | Promise
    full: str | Promise = ""

    @property
    def anchor(self) -> str:
        """The term's place on the glossary page."""
        return slugify(self.name)


_TERMS = (
    Term(
        "80% interval",
        _(
            "The range that should hold the true figure in four cases out of five. A wide one "
            "means that little is known."
        ),
    ),
    Term(
        "Attribution",
        _(
            "Sharing the credit for a lead or a sale among the contacts that came before it. "
            "Different models "
            "share it differently, so credit is shown as a range."
        ),
    ),
    Term(
        "Awareness",
        _("The first stage of the funnel: people learn that you, or a solution like yours, exist."),
    ),
    Term("Baseline", _("Where a figure stood before the work began: what a target is compared with.")),
    Term(
        "Benchmark",
        _("A figure of others, such as competitors, against which your own is read."),
    ),
    Term(
        "Brief",
        _(
            "A page that says whom a piece of content is for, what it should make them do, and "
            "which goal it serves."
        ),
    ),
    Term(
        "Call to action",
        _("The one step that a piece of content asks of its reader, such as opening a lead form."),
        _("CTA"),
    ),
    Term(
        "CIC",
        _(
            "One place where questions from social media, web, e-mail and phone are answered, "
            "with one history per person."
        ),
        _("Customer interaction centre"),
    ),
    Term(
        "Consideration",
        _("The middle of the funnel: people compare solutions and want facts rather than slogans."),
    ),
    Term(
        "Content marketing",
        _(
            "Winning customers by publishing what helps them, so that they come to you before "
            "they are ready to buy."
        ),
    ),
    Term(
        "Conversion",
        _("A person taking the step you hoped for, such as filling in a form or placing an order."),
    ),
    Term(
        "Conversion rate",
        _("Of those who could have taken a step, the share who did."),
    ),
    Term(
        "Coverage",
        _(
            "Which conversations can be heard at all. Private groups and closed networks cannot, "
            "and the figures say so."
        ),
    ),
    Term(
        "CPC",
        _("What one click on an advertisement costs."),
        _("Cost per click"),
    ),
    Term(
        "CPL",
        _("Money and hours spent, divided by the leads they brought."),
        _("Cost per lead"),
    ),
    Term(
        "Engagement",
        _("People reacting: replies, shares, reactions, clicks. It shows interest, not yet business."),
    ),
    Term("Entablature", _("In our picture: the beam the columns carry. It bears the business goals.")),
    Term(
        "Feasible",
        _(
            "A plan is feasible when it needs no more hours and money than there are and can "
            "reach its targets."
        ),
    ),
    Term(
        "FTE",
        _("One person's full working time. Half of it is 0.5."),
        _("Full-time equivalent"),
    ),
    Term(
        "Funnel",
        _(
            "The way from first hearing of you to buying, drawn narrowing because some people "
            "leave at every stage."
        ),
    ),
    Term(
        "Goal",
        _("What social media is to bring about for a business objective, with a number and a deadline."),
    ),
    Term(
        "Impression",
        _("One showing of a post or advertisement. The same person may account for many."),
    ),
    Term(
        "Influencer",
        _("A person whose posts reach and move many others who matter to you."),
    ),
    Term(
        "KPI",
        _("The figure by which a goal is judged."),
        _("Key performance indicator"),
    ),
    Term(
        "Lead",
        _("A person or company that showed interest and can be contacted."),
    ),
    Term(
        "Mention",
        _("A post that names you, a product of yours or a competitor."),
    ),
    Term(
        "Method",
        _(
            "A repeatable kind of work that serves a goal, such as two how-to articles a month, "
            "with its hours and cost."
        ),
    ),
    Term(
        "MQL",
        _("A lead that fits your market and has shown enough interest to be handed to sales."),
        _("Marketing qualified lead"),
    ),
    Term(
        "Objective",
        _("What a business unit wants to achieve: sell, win leads, sell parts, provide service."),
    ),
    Term(
        "Organic",
        _("Reached without paying a network for it."),
    ),
    Term(
        "Pipeline",
        _("The open sales under way, and what they are worth."),
    ),
    Term(
        "PPC",
        _("Advertising that is paid for by the click, in search engines above all."),
        _("Pay per click"),
    ),
    Term(
        "Prior",
        _("What is assumed before it is measured. Results of one plan become the priors of the next."),
    ),
    Term(
        "Reach",
        _("How many different people saw something."),
    ),
    Term(
        "ROI",
        _("What came back for what was spent, less the spending, as a share of the spending."),
        _("Return on investment"),
    ),
    Term(
        "Sentiment",
        _(
            "Whether a post speaks well or badly of its subject, or neither. A machine's reading, "
            "with a published error rate."
        ),
    ),
    Term(
        "Shadow price",
        _("What one more unit of a limit would bring: one more hour of work, or another $100."),
    ),
    Term(
        "Share of voice",
        _("Of the mentions of you and your competitors, the share that is yours."),
    ),
    Term(
        "SLA",
        _("The promise of how soon a question is answered."),
        _("Service level agreement"),
    ),
    Term(
        "Social listening",
        _(
            "Finding and reading what people say in public: who, what, where, about whom, how "
            "influential, in what mood."
        ),
    ),
    Term(
        "SQL",
        _("A lead that sales has looked at and accepted as worth pursuing."),
        _("Sales qualified lead"),
    ),
    Term(
        "Thought leadership",
        _("Being the source people turn to in your field, by giving answers rather than selling."),
    ),
    Term(
        "UTM",
        _("Marks in a link that tell which post or campaign a visitor came from."),
        _("Urchin tracking module"),
    ),
    Term(
        "Vanity metric",
        _("A figure that looks good and decides nothing, such as a count of followers on its own."),
    ),
)

GLOSSARY = tuple(sorted(_TERMS, key=lambda term: term.name.casefold()))
_BY_NAME = {term.name.casefold(): term for term in GLOSSARY}


def term_named(name: str) -> Term:
    """Return the term, whatever the case of its letters.

    Raises:
        KeyError: when the glossary has no such term.
    """
    try:
        return _BY_NAME[name.casefold()]
    except KeyError:
        raise KeyError(f"The glossary has no term '{name}'") from None
