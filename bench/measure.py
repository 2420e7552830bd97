"""Runs a command, and prints its wall seconds, CPU seconds, peak resident memory (MiB) and exit code as JSON.

    python measure.py node --version
"""
import json
import resource
import subprocess
import sys
import time

began = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=sys.stderr).returncode
seconds = time.perf_counter() - began
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({
    "seconds": round(seconds, 3),
    "cpuSeconds": round(usage.ru_utime + usage.ru_stime, 3),
    "peakMib": usage.ru_maxrss // 1024,  # Linux counts in KiB
    "exitCode": code,
}))
