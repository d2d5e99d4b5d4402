"""The whole installation as a folder that neither SQLite nor PostgreSQL has a say in.

manifest.json             what is here, with checksums; it is written last and seals itself
tables/<table>.jsonl.gz   a row a line, by primary key, its values in the order of `columns`
files/<sha256>            an uploaded or printed file, named by its content
"""
