-- A key is found by the beginning of its secret, which is public, so that its hash is compared and never looked up. And
-- all that a key did is found without reading the log.

CREATE INDEX api_keys_prefix ON api_keys (prefix);

-- The rows of scripts alone: what a person does pays nothing for it.
CREATE INDEX audit_log_key ON audit_log (actor, sequence)
WHERE actor GLOB '{"kind":"key"*';
