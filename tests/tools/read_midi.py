"""Reads MIDI files with mido and prints what they hold, one line a file:

name <tab> ticks a quarter note <tab> track:pitch:start:end ... <tab> tempo events <tab> time signatures

Times are ticks; a note is paired within its track, channel and key. Usage: python3 read_midi.py FOLDER
"""
import os
import sys

import mido


def notes(track, number):
    """Notes of a track that have a length; a key that goes down again ends its note."""
    now, down, out = 0, {}, []
    for message in track:
        now += message.time
        if message.type not in ("note_on", "note_off") or message.channel == 9:
            continue
        key = (message.channel, message.note)
        start = down.pop(key, None)
        if start is not None and start < now:
            out.append((number, message.note, start, now))
        if message.type == "note_on" and message.velocity > 0:
            down[key] = now
    return out


def events(midi, kind, value):
    out = []
    for track in midi.tracks:
        now = 0
        for message in track:
            now += message.time
            if message.type == kind:
                out.append((now, value(message)))
    return " ".join("%d:%s" % event for event in out)


for name in sorted(os.listdir(sys.argv[1])):
    if not name.endswith(".mid"):
        continue
    try:
        midi = mido.MidiFile(os.path.join(sys.argv[1], name), clip=True)
    except Exception as error:
        print(name, "error", repr(error).replace("\t", " "), sep="\t")
        continue
    found = [note for number, track in enumerate(midi.tracks) for note in notes(track, number)]
    print(
        name,
        midi.ticks_per_beat,
        " ".join("%d:%d:%d:%d" % note for note in found),
        events(midi, "set_tempo", lambda m: m.tempo),
        events(midi, "time_signature", lambda m: "%d/%d" % (m.numerator, m.denominator)),
        sep="\t",
    )
