"""Pages of the design system: the glossary."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def glossary(request: HttpRequest) -> HttpResponse:
    """Explain every term of the field; the terms come from the frame's context."""
    return render(request, "ui/glossary.html")
