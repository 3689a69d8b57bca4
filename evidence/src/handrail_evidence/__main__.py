"""python -m handrail_evidence FILE.csv"""

import sys

from handrail_evidence.console import main

sys.exit(main())
