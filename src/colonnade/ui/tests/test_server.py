"""The frame, the parts and the entry pages as the server writes them."""

import pytest
from django.template import engines
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from colonnade.ui.charts import Chart, Series

pytestmark = [pytest.mark.urls("colonnade.ui.tests.urls"), pytest.mark.django_db]


def rendered(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(context)


def test_every_response_carries_the_content_security_policy(client: Client) -> None:
    policy = client.get("/glossary/").headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy


def test_the_rail_marks_where_the_page_belongs(client: Client) -> None:
    page = client.get("/o/harrow/forms/").content.decode()
    assert 'href="/o/harrow/" aria-current="true"' in page
    assert 'href="/o/harrow/forms/" aria-current' not in page.split('<main id="main"')[0]


def test_the_tabs_mark_the_page_and_hide_what_the_person_may_not_see(client: Client) -> None:
    page = client.get("/o/harrow/").content.decode()
    assert '<a class="page-tab" href="/o/harrow/" aria-current="page">Parts</a>' in page
    assert "Hidden" not in page


def test_outside_an_organisation_there_is_no_rail(client: Client) -> None:
    page = client.get("/glossary/").content.decode()
    assert 'id="rail"' not in page
    assert 'id="palette"' not in page


@pytest.mark.parametrize(
    "name",
    ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"],
)
def test_entry_pages_are_in_the_frame_with_the_sign(client: Client, name: str) -> None:
    page = client.get(reverse(name)).content.decode()
    assert 'class="entry-side' in page
    assert page.count("<h1") == 1


def test_sign_up_says_when_it_is_closed(client: Client) -> None:
    with override_settings(SIGN_UP_OPEN=False):
        assert "Sign-up is closed" in client.get(reverse("account_signup")).content.decode()


def test_a_dead_reset_link_says_what_to_do(client: Client) -> None:
    page = client.get("/account/password/reset/key/1-dead/").content.decode()
    assert "This link no longer works" in page
    assert reverse("account_reset_password") in page


def test_a_missing_page_is_in_the_frame(client: Client) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


@pytest.mark.parametrize("name", ["400.html", "500.html", "403_csrf.html"])
def test_error_pages_need_no_request(name: str) -> None:
    page = engines["django"].get_template(name).render()
    assert "<h1" in page
    assert "Go to the start" in page


def test_the_403_page_tells_the_reason() -> None:
    template = engines["django"].get_template("403.html")
    page = template.render({"exception": "Your role may not: approve."}, RequestFactory().get("/"))
    assert "Your role may not: approve." in page


def test_an_icon_is_decoration_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in rendered('{% icon "search" %}')
    spoken = rendered('{% icon "search" "size-4" label %}', label="Find <it>")
    assert 'role="img" aria-label="Find &lt;it&gt;"' in spoken


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(KeyError, match="no icon 'no-such-icon'"):
        rendered('{% icon "no-such-icon" %}')


def test_two_explanations_of_a_term_have_their_own_ids() -> None:
    page = rendered('{% term "mql" %}{% term "MQL" "MQLs" %}')
    ids = [part.split('"')[0] for part in page.split('id="')[1:]]
    assert len(ids) == len(set(ids)) == 2
    assert "Marketing qualified lead." in page


def test_a_meter_over_its_limit_says_so_in_a_word() -> None:
    assert "<strong" not in rendered('{% meter 31 40 "Hours" "h" %}')
    over = rendered('{% meter 46.5 40 "Hours" "h" %}')
    assert "46.5 of 40 h" in over.replace("\n", "")
    assert "over</strong>" in over
    assert 'value="46.5" max="46.5"' in over


def test_a_meter_of_nothing_is_empty() -> None:
    assert 'value="0" max="1.0"' in rendered('{% meter 0 0 "Hours" %}')


def test_the_why_line_ends_at_the_page_itself() -> None:
    page = rendered("{% why path %}", path=[("Parts", "/unit"), ("Leads <65>", "/goal"), ("Here", "")])
    assert 'href="/unit"' in page
    assert "Leads &lt;65&gt;" in page
    assert page.index('aria-current="page"') < page.index("Here")


def test_names_in_a_chart_cannot_break_out() -> None:
    chart = Chart(
        key="x",
        question="<script>alert(1)</script>",
        answer="</script>",
        kind="bar",
        categories=("</script><b>",),
        series=(Series(name="<i>", values=(1,)),),
    )
    page = rendered("{% chart chart %}", chart=chart)
    assert "<script>alert" not in page
    assert page.count("</script>") == 1
