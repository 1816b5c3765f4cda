"""The calendar as files that others read and write: CSV for spreadsheets, iCalendar for other calendars."""
