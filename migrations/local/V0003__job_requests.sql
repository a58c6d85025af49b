-- A job that was interrupted, cancelled or failed can be started again: for that the library keeps what
-- was asked for. Jobs of before have nothing here and cannot be resumed.

ALTER TABLE jobs ADD COLUMN request TEXT CHECK (json_valid(request));
