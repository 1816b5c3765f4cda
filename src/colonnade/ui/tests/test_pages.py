"""The frame, the parts and the forms as the server writes them."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.urls("colonnade.ui.tests.urls"), pytest.mark.django_db]


def test_the_design_page_renders(client: Client) -> None:
    response = client.get("/o/harrow/")
    assert response.status_code == 200
