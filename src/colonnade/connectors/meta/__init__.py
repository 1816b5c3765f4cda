"""Facebook Pages and Instagram, by the Graph API."""
