"""Who did what and when: the audit trail. Approvals and policies will join it."""
