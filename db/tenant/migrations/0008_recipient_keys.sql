-- An import asks for each row whether the person is there already. With list_id before the key, a planner that has no
-- figures of a growing table takes any of the three indexes that begin with it, and reads the whole list for each
-- row. Found by key alone, the list is compared afterwards; and the same index finds people on other lists.
drop index audience.recipient_duplicate_key;
create index recipient_duplicate_key on audience.recipient (tenant_id, duplicate_key, list_id) where duplicate_key is not null;

-- A new suppression of a phone number marks whoever has it.
create index recipient_phone_norm on audience.recipient (tenant_id, phone_norm) where phone_norm is not null;
