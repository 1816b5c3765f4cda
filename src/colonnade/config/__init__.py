"""Where the parts are put together: settings, URLs, the API root and the CLI root. Imported by nobody."""
