"""What follows a publication: decisions quashed or withdrawn, what is due elsewhere, requests, statistics."""
