"""``python -m traduction``."""

import sys

from traduction.catalogues import write


def main() -> None:
    """Write the catalogues; exit code 1 where something has no English yet."""
    left = write()
    for domain, strings in left.items():
        for text in strings:
            print(f"{domain}: {text}")
    sys.exit(1 if any(left.values()) else 0)


if __name__ == "__main__":
    main()
