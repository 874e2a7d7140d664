"""An article on trial: what it claims, as questions put to the record, each with its null, its power and its verdict."""
