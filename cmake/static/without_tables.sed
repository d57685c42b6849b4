# A grammar's parser.c without its two large tables: what the packed form of a grammar is compiled from.
/^static const uint16_t ts_parse_table\[/,/^};/d
/^static const uint16_t ts_small_parse_table\[/,/^};/d
s/^\( *\.parse_table = \).*/\10,/
s/^\( *\.small_parse_table = \).*/\10,/
s/static const TSLanguage language = {/static TSLanguage language = {/
