"""Les règles que plusieurs familles partagent : chacune les cite avec ses articles."""
