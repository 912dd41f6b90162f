"""What the player says and shows while it runs; `{…}` is filled in on the page."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def player_texts() -> dict[str, str]:
    """Return every text that the player's script puts on the page or speaks, by its name there."""
    return {
        "letterLeft": pgettext("side", "L"),
        "letterRight": pgettext("side", "R"),
        "sideLeft": _("left side"),
        "sideRight": _("right side"),
        "wayLeft": _("to the left"),
        "wayRight": _("to the right"),
        "setOf": _("set {number} of {count}"),
        "exerciseOf": _("{number} of {count}"),
        "minutesLeft": _("{minutes} min left"),
        "lastMinute": _("under 1 min left"),
        "ofReps": _("of {count}"),
        "getReady": _("get ready"),
        "rest": _("rest"),
        "changeSides": _("change sides"),
        "hold": _("hold"),
        "move": _("move"),
        "paused": _("paused"),
        "next": _("Next: {name}"),
        "nextSide": _("Next: {side}"),
        "nextSet": _("Next: set {number} of {count}"),
        "last": _("This is the last set."),
        "kit": _("You need: {kit}."),
        "halfWay": _("Half-way"),
        "startNow": _("Start now"),
        "done": _("Done"),
        "pause": _("Pause"),
        "goOn": _("Go on"),
        "sessionDone": _("That was the last set."),
        "continue": _("Go on"),
        "otherDay": _("This is the plan of {day}. With a connection you get the one of today."),
        "cappedOut": _("Left out, because its days of the week may be used up: {names}."),
        "partDone": _("{done} of {count} sets are done. You go on with: {name}."),
        "away": _(
            "The page slept for {minutes} min, and the clock counted {count} as done meanwhile. If that is "
            "wrong, press Back."
        ),
        "awayLong": _("The page slept for {minutes} min, so the clock stands where you left it."),
        "stopped": _("You noted pain {pain}. This exercise stops here."),
        "easier": _("Easier: {name}"),
        "instead": _("Instead: {name}"),
        "noOther": _("Nothing else fits here now."),
        "noStandIn": _("Nothing easier fits you now. Leave it out."),
        "painNoted": _("Pain {pain} noted."),
        "record": _("To write down on the session's page: {what}"),
        "painIs": _("pain {pain}"),
        "painOf": _("Pain in: {name}, {set}"),
        "doneSets": _("{done} of {count} sets done"),
        "skippedSets": _("{count} left out"),
        "keep": _("{count} to send"),
        "allSafe": _("Every set is saved."),
        "waiting": _("{count} waiting on this device until there is a connection. Nothing is lost."),
        "signedOut": _("You are signed out. What you did waits on this device until you sign in again."),
        "refused": _("{count} could not be saved as sent. What is not saved is kept on this device."),
        "notStored": _("This browser does not keep anything. Stay on this page until you are connected."),
        "closed": _("This session is finished."),
    }
