//! Backup archives and the readers of imported folders, archives and vaults.
