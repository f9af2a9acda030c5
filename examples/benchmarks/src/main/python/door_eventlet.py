"""eventlet's backdoor. Listens on a free port of 127.0.0.1, which it prints."""
import os
import sys

import eventlet
from eventlet import backdoor

listener = eventlet.listen(('127.0.0.1', 0))
print(listener.getsockname()[1], flush=True)
sys.stdout = open(os.devnull, 'w')  # it prints who comes and goes
backdoor.backdoor_server(listener)
