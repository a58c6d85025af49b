//! The loopback server: commands, events, attachments, health.
