"""The parts of `../peer.py`: measuring a program, and comparing what two programs found."""
