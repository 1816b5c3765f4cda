"""The media library: images and videos that posts and pages are made with."""
