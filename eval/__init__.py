"""Question sets, runs and reports. Drives the assistant from above; nothing imports it but app.py."""
