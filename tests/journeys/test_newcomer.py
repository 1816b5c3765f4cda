"""A person signs up, is told that platforms are no strategy, repairs it, plans, listens, and chooses."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from colonnade.ui.tests.browser import Screen

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.usefixtures("system")]

FILES = Path(__file__).parent / "files"
EMAIL, PASSWORD = "vera.lind@harrow.example", "a pump that lasts 40 years"
HOME = "/o/harrow-pumps/"
JOB_MS = 60_000
QUESTIONS = ("who", "what", "where", "competitors", "influencers", "sentiment")


def sign_up_and_in(screen: Screen) -> None:
    page = screen.open("/account/signup/")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create the account").click()
    page.wait_for_url("**/welcome/")
    page.context.clear_cookies()
    page.goto(screen.address + "/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill("not this one at all")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/welcome/")


def found_the_organisation(screen: Screen) -> None:
    page = screen.page
    page.get_by_label("Name").fill("Harrow Pumps")
    page.get_by_label("Currency").select_option("EUR")
    page.get_by_label("Time zone").select_option("Europe/Stockholm")
    page.get_by_role("button", name="Found the organisation").click()
    page.wait_for_url(f"**{HOME}")
    expect(page.get_by_role("main")).to_contain_text("Next steps")


def choose_is_closed(screen: Screen) -> None:
    page = screen.open(f"{HOME}strategy/choose/")
    expect(page.get_by_text("Opens when Clarify holds: nobody talks about platforms")).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)
    assert screen.axe() == []


def say_platforms_in_a_sentence(screen: Screen) -> None:
    page = screen.open(f"{HOME}strategy/document/")
    page.get_by_label("Your strategy in a sentence").fill("Facebook! Twitter! Snapchat! Instagram!")
    page.get_by_role("button", name="Read the sentence").click()
    said = page.get_by_role("region", name="From a sentence").get_by_role("status")
    expect(said).to_contain_text("A list of platforms, not a strategy")
    expect(said).to_contain_text("It has no goal")
    assert screen.axe() == []


def write_a_list_of_platforms(screen: Screen) -> None:
    page = screen.page
    page.get_by_label("Strategy document").set_input_files(FILES / "tactics.yaml")
    page.get_by_role("button", name="Begin with this file").click()
    findings = page.get_by_role("region", name="What the checker says")
    expect(findings).to_contain_text("This is a list of platforms (Facebook, Twitter, Snapchat, Instagram)")
    expect(findings).to_contain_text("Begin with what the business wants")
    expect(text_of(page)).to_contain_text("Facebook! Twitter! Snapchat! Instagram!")
    assert screen.axe() == []


def text_of(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Strategy document (YAML)")


def repair_it(screen: Screen, text: str) -> None:
    page = screen.page
    text_of(page).click()
    page.keyboard.press("Control+a")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text.replace("target: 55", "target:"))
    page.keyboard.press("Control+v")
    findings = page.get_by_role("region", name="What the checker says")
    expect(findings).to_contain_text("CLA109")
    expect(findings).not_to_contain_text("list of platforms")
    goal = page.get_by_label("Form").get_by_label("Target").last
    goal.fill("55")
    goal.press("Enter")
    expect(text_of(page)).to_contain_text("target: 55")
    expect(findings).not_to_contain_text("CLA109")
    expect(findings.get_by_text("error", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    assert screen.axe() == []


def get_a_plan(screen: Screen) -> None:
    page = screen.open(f"{HOME}strategy/plan/")
    page.get_by_role("button", name="Plan now").click()
    expect(page.get_by_role("heading", name="What to expect")).to_be_visible(timeout=JOB_MS)
    expect(page.get_by_role("main")).to_contain_text("It fits: every target is reached")
    expect(page.get_by_role("main")).to_contain_text("80% interval")
    expect(page.get_by_role("heading", name="Hours and money")).to_be_visible()
    assert screen.axe() == []


def define(screen: Screen, name: str, kind: str) -> None:
    page = screen.open(f"{HOME}listen/brands/add/")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("What is it?").select_option(label=kind)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/listen/brands/")
    expect(page.get_by_role("rowheader", name=name)).to_be_visible()


def import_posts(screen: Screen) -> None:
    page = screen.open(f"{HOME}listen/imports/")
    page.get_by_label("File").set_input_files(FILES / "posts.csv")
    page.get_by_role("button", name="Look into the file").click()
    expect(page.get_by_label("posted_at")).to_have_value("published_at")
    expect(page.get_by_label("id", exact=True)).not_to_have_value("")
    assert screen.axe() == []
    page.get_by_role("button", name="Start the import").click()
    aside = page.get_by_role("table", name="First rows kept aside")
    expect(aside).to_be_visible(timeout=JOB_MS)
    assert figures_of(page) == {
        "Rows read": "49",
        "New": "48",
        "Known already": "0",
        "Blank": "0",
        "Kept aside": "1",
    }
    expect(aside.get_by_role("row").nth(1)).to_contain_text("the day before yesterday")
    assert screen.axe() == []


def figures_of(page: Page) -> dict[str, str]:
    """Return what the page counts, by its name."""
    names = page.get_by_role("main").get_by_role("term").all_text_contents()
    counts = page.get_by_role("main").get_by_role("definition").all_text_contents()
    return dict(zip(names, counts, strict=True))


def read_the_posts(screen: Screen) -> None:
    """The difficult texts came in whole."""
    main = screen.open(f"{HOME}listen/posts/?text=P200").get_by_role("main")
    expect(main).to_contain_text('He said "it just runs", and it does')
    expect(main).to_contain_text("Harrow P200 after the flood 💧🌾 still pumping 💪🏽")


def ask_the_six_questions(screen: Screen) -> None:
    said = set()
    for question in QUESTIONS:
        page = screen.open(f"{HOME}listen/{question}/")
        sentence = page.get_by_role("region", name="The answer").get_by_role("paragraph").first
        expect(sentence).not_to_be_empty()
        said.add(sentence.inner_text())
    assert len(said) == len(QUESTIONS)


def see_choose_open(screen: Screen) -> None:
    page = screen.open(f"{HOME}strategy/choose/")
    ranking = page.get_by_role("region", name="Channels with their reasons").get_by_role("row")
    expect(ranking).to_have_count(5)
    expect(ranking.nth(1)).to_contain_text("forum.pumps.example")
    expect(ranking.nth(2)).to_contain_text("x")
    expect(ranking.nth(1)).to_contain_text("competitors are spoken of in")
    page.get_by_role("button", name="Record this as evidence").click()
    expect(page.get_by_role("status").filter(has_text="Recorded for")).to_be_visible()
    assert screen.axe() == []


def test_a_newcomer_gets_from_a_list_of_platforms_to_channels_with_evidence(
    open_screen: Callable[..., Screen], strategy_text: str
) -> None:
    screen = open_screen()
    sign_up_and_in(screen)
    found_the_organisation(screen)
    choose_is_closed(screen)
    say_platforms_in_a_sentence(screen)
    write_a_list_of_platforms(screen)
    repair_it(screen, strategy_text)
    get_a_plan(screen)
    define(screen, "Harrow", "Ours")
    define(screen, "Brackwell", "Competitor")
    import_posts(screen)
    read_the_posts(screen)
    ask_the_six_questions(screen)
    see_choose_open(screen)
