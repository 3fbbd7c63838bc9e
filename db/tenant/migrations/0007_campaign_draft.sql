-- A draft's variable mapping is edited by people; generation freezes it into the snapshot beside it.
alter table campaigns.campaign add column variable_mappings jsonb not null default '{}';
comment on column campaigns.campaign.variable_mappings is '[none] variable -> column of the list, or a fixed value; editable in draft';

-- Somebody who is left out (suppressed) stands here with the reason, and takes neither a place in the print file nor a code.
alter table campaigns.campaign_recipient
  alter column piece_number drop not null,
  alter column tracking_code drop not null,
  add constraint campaign_recipient_piece check (status = 'skipped' or (piece_number is not null and tracking_code is not null));
comment on column campaigns.campaign_recipient.piece_number is 'Place in the print file, from 1 without a gap; null for who gets no piece.';
