#!/bin/bash
# What deploy/try shows must be there to be seen: the incident in the metrics, in Prometheus and in the status line.
set -euo pipefail
exec "$(dirname "${BASH_SOURCE[0]}")/../../deploy/try" --check
