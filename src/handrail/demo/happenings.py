"""What happens at school: each function makes one event, with the follow-up that it called for."""

from collections.abc import Callable
from datetime import datetime, timedelta

from handrail.core.clock import local
from handrail.demo import phrases
from handrail.demo.hours import LESSON
from handrail.demo.roll import Child
from handrail.demo.scenes import POSTS, Scene, Stage
from handrail.people.models import Person, Post
from handrail.records.draft import Draft, Involved, Settled
from handrail.school.models import Word

LEVELS, LEVEL_SHARES = (1, 2, 3, 4), (56, 35, 8, 1)
TOP = 3
NO_NEED = 0.55


def recognition(stage: Stage, scene: Scene) -> list[Draft]:
    """Something done well; now and then by two or three together, or good news for home."""
    rng = stage.rng
    values = stage.words.some("recognition.value", 2)
    share = rng.random() < 0.035
    said = rng.random() < 0.55 or share
    text = scene.said(stage.pick(*phrases.RECOGNISED[values[0].slug])) if said else ""
    people = (
        (scene.child, scene.other)
        if scene.other and not share and rng.random() < 0.5
        else (scene.child,)
    )
    waits = stage.may_wait(scene.at)
    follow = _later(stage, scene.at, 60, 300) if share and not waits else None
    call = _contact(stage, scene, follow, "good-news") if follow else None
    first = stage.draft(
        scene, "recognition", {"share_with_home": share}, {"value": values}, words=text,
        involved=tuple(Involved(child.person, "pupil") for child in people),
        settled=_by_record("good-news-home", call),
    )  # fmt: skip
    return [first, *filter(None, (call,))]


def behaviour(stage: Stage, scene: Scene) -> list[Draft]:
    """What was seen, at its level; the top levels bring the manager's reading and a call home."""
    rng = stage.rng
    level = rng.choices(LEVELS, LEVEL_SHARES)[0]
    seen = {_seen(stage, scene, level)}
    if level > 1 and rng.random() < 0.25:
        seen.add(_seen(stage, scene, rng.randrange(1, level)))
    chosen = {
        "seen": tuple(sorted(seen, key=lambda word: -(word.value or 0))),
        "before": _before(stage, scene) if rng.random() < 0.8 else (),
        "done": stage.words.some("behaviour.done", 2),
        "level": (stage.words.the("behaviour.level", f"level-{level}"),),
    }
    minutes = rng.choice((None, 1, 2, 3, 5, 8, 12, 20)) if level > 1 else None
    followed = stage.pick(*phrases.FOLLOWED).replace("{m}", str(minutes or 5)) if level > 1 else ""
    detail: dict[str, object] = {"followed": followed, "minutes": minutes, "restorative": False}
    involved = [Involved(scene.child.person, "did_it", outcome=followed[:200] if level > 2 else "")]
    if scene.other and level > 1:
        role = "affected" if rng.random() < 0.7 else "witness"
        involved.append(Involved(scene.other.person, role))
    text = _told(stage, scene, chosen) if level > 1 or rng.random() < 0.45 else ""
    rest, settled = _after_behaviour(stage, scene, detail) if level >= TOP else ([], {})
    first = stage.draft(
        scene, "behaviour", detail, chosen, words=text, involved=tuple(involved), settled=settled
    )
    return [first, *rest]


def _seen(stage: Stage, scene: Scene, level: int) -> Word:
    """Something of that level that can be seen there."""
    without = () if scene.sort == LESSON else phrases.ONLY_INSIDE
    return stage.words.of_value("behaviour.seen", level, without=without)


def _before(stage: Stage, scene: Scene) -> tuple[Word, ...]:
    """What came before; out of doors nobody is set long division."""
    word = stage.words.some("behaviour.before")[0]
    outside = scene.sort != LESSON and word.slug in phrases.ONLY_INSIDE
    return (stage.words.the("behaviour.before", "another-child"),) if outside else (word,)


def _told(stage: Stage, scene: Scene, chosen: dict[str, tuple[Word, ...]]) -> str:
    """The event in the author's words: before, what was seen, what was done."""
    parts = [stage.pick(*phrases.BEFORE[word.slug]) for word in chosen["before"]]
    parts += [
        stage.pick(*phrases.fitting(phrases.SEEN[word.slug], inside=scene.sort == LESSON))
        for word in chosen["seen"]
    ]
    parts += [stage.pick(*phrases.DONE[word.slug]) for word in chosen["done"]]
    return scene.said(" ".join(parts))


def _after_behaviour(
    stage: Stage, scene: Scene, detail: dict[str, object]
) -> tuple[list[Draft], dict[str, Settled]]:
    """The call home, the manager's reading and sometimes a restorative talk, when done by now."""
    rest: list[Draft] = []
    settled: dict[str, Settled] = {}
    manager = stage.roll.by_role[Post.Role.BEHAVIOUR_MANAGER]
    if read := _later(stage, scene.at, 8, 50):
        settled["behaviour-manager-reads"] = Settled(read, manager)
    if called := _later(stage, scene.at, 20, 150):
        call = _contact(stage, scene, called, "something-that-happened")
        rest += [*_missed_call(stage, scene, called), call]
        settled |= _by_record("carer-told", call)
    detail["restorative"] = stage.rng.random() < 0.4
    if (
        detail["restorative"]
        and not stage.may_wait(scene.at)
        and (talked := _later(stage, scene.at, 60, 1500))
    ):
        talk = _talk(stage, scene, talked)
        rest.append(talk)
        settled |= _by_record("restorative-talk", talk)
    return rest, settled


def _missed_call(stage: Stage, scene: Scene, before: datetime) -> list[Draft]:
    """One call in six is not answered the first time."""
    if stage.rng.random() > 0.16:
        return []
    tried = before - timedelta(minutes=9)
    return [_contact(stage, scene, tried, "something-that-happened", reached=False)]


def _talk(stage: Stage, scene: Scene, at: datetime) -> Draft:
    later = _moved(stage, scene, at)
    word = stage.words.the("note.context", "restorative-talk-held")
    text = scene.said(stage.pick(*phrases.NOTED[word.slug]))
    return stage.draft(later, "note", {"for_today": False}, {"context": (word,)}, words=text)


def first_aid(stage: Stage, scene: Scene) -> list[Draft]:
    """An injury or illness; a head injury is rung home, the rest goes home as a note."""
    injury = stage.words.some("first_aid.injury")
    where = _where(stage, injury[0].slug)
    head = any(word.slug.startswith("head") for word in where)
    rest, settled = (_rung_home if head else _note_home)(stage, scene)
    treated = local(scene.at + timedelta(minutes=4)).time()
    detail = {
        "head_injury": head,
        "cause": stage.pick(*phrases.CAUSES[injury[0].slug]),
        "treated_at": treated.replace(second=0, microsecond=0),
        "told": scene.home if rest else "",
    }
    treatment = stage.words.some("first_aid.treatment", 2)
    chosen = {"injury": injury, "where": where, "treatment": treatment}
    said = phrases.HURT if where else phrases.ILL
    text = stage.pick(*said) if stage.rng.random() < 0.6 else ""
    return [stage.draft(scene, "first_aid", detail, chosen, words=text, settled=settled), *rest]


def _where(stage: Stage, injury: str) -> tuple[Word, ...]:
    """A place on the body that such an injury is found at; none for an illness."""
    places = phrases.BODY.get(injury, ())
    if injury in phrases.MAY_BE_HEAD and stage.rng.random() < 0.15:
        places = ("head", "head-face")
    return (stage.words.the("first_aid.where", stage.pick(*places)),) if places else ()


def _rung_home(stage: Stage, scene: Scene) -> tuple[list[Draft], dict[str, Settled]]:
    called = _later(stage, scene.at, 4, 15)
    call = _contact(stage, scene, called, "health") if called else None
    return list(filter(None, (call,))), _by_record("carer-told-head", call)


def _note_home(stage: Stage, scene: Scene) -> tuple[list[Draft], dict[str, Settled]]:
    """The office sends the note, or says why none is needed."""
    office = stage.roll.by_role[Post.Role.ADMINISTRATOR]
    sent = _later(stage, scene.at, 15, 120)
    if sent is None:
        return [], {}
    if stage.rng.random() < NO_NEED:
        because = scene.said(stage.pick(*phrases.NOT_NEEDED))
        return [], {"parent-note": Settled(sent, office, because=because)}
    note = _contact(stage, scene, sent, "health", by=office, way="letter")
    return [note], _by_record("parent-note", note)


def note(stage: Stage, scene: Scene) -> list[Draft]:
    """Something the next adult should know."""
    contexts = [word for word in stage.words.lists["note.context"] if word.slug in phrases.NOTED]
    word = stage.rng.choice([each for each in contexts if each.slug != "restorative-talk-held"])
    text = scene.said(stage.pick(*phrases.NOTED[word.slug]))
    return [stage.draft(scene, "note", {"for_today": True}, {"context": (word,)}, words=text)]


def contact(stage: Stage, scene: Scene) -> list[Draft]:
    """A call, message or meeting with home that no duty asked for."""
    about = stage.words.some("contact.about")[0].slug
    way = stage.rng.choices(("call", "meeting", "message", "gate", "letter"), (40, 8, 22, 25, 5))[0]
    return [_contact(stage, scene, scene.at, about, way=way, reached=stage.rng.random() > 0.1)]


def concern(stage: Stage, scene: Scene) -> list[Draft]:
    """A worry, read by the lead within minutes, or by a deputy when she is not there."""
    rng = stage.rng
    sort = stage.words.some("concern.sort")
    text = scene.said(stage.pick(*phrases.WORRIES[sort[0].slug]))
    detail = {
        "exact_words": stage.pick(*phrases.QUOTES), "done": stage.pick(*phrases.DID),
        "told_in_person": rng.random() < 0.3,
    }  # fmt: skip
    lead = stage.roll.by_role[Post.Role.DESIGNATED_LEAD]
    if rng.random() < 0.2 or any(adult == lead for _, adult in scene.child.at_home):
        lead = stage.roll.by_role[Post.Role.DEPUTY_LEAD]
    read = scene.at + timedelta(seconds=rng.randrange(600, 2100))
    settled = {"lead-reads": Settled(min(read, stage.until), lead)}
    return [stage.draft(scene, "concern", detail, {"sort": sort}, words=text, settled=settled)]


def _contact(
    stage: Stage, scene: Scene, at: datetime, about: str, *, by: Person | None = None,
    way: str = "call", reached: bool = True,
) -> Draft:  # fmt: skip
    """A contact with home at that moment."""
    later = _moved(stage, scene, at, by)
    word = stage.words.the("contact.about", about)
    text = scene.said(stage.pick(*(phrases.SAID[about] if reached else phrases.MISSED)))
    agreed = stage.pick(*phrases.AGREED) if reached and stage.rng.random() < 0.6 else ""
    detail = {"way": way, "with_whom": scene.home, "reached": reached, "agreed": agreed}
    return stage.draft(later, "contact", detail, {"about": (word,)}, words=text)


def _moved(stage: Stage, scene: Scene, at: datetime, by: Person | None = None) -> Scene:
    """The same child later that day, with the office's or the same author's eyes."""
    place = stage.roll.place("Corridor", "Hall")
    post = POSTS[Post.Role.ADMINISTRATOR] if by else scene.post
    return Scene(
        scene.child, scene.room, at, scene.sort, place, by or scene.author, post, scene.other
    )


def _later(stage: Stage, at: datetime, least: int, most: int) -> datetime | None:
    """A moment some minutes on, the same school day; nothing when that is still to come."""
    closing = local(at).replace(hour=15, minute=25, second=0)
    moment = at + timedelta(minutes=stage.rng.randrange(least, most))
    moment = max(min(moment, closing), at + timedelta(minutes=3))
    return moment if moment < stage.until else None


def _by_record(duty: str, evidence: Draft | None) -> dict[str, Settled]:
    if evidence is None:
        return {}
    at = evidence.filed_at or evidence.happened_at
    return {duty: Settled(at, evidence.author, evidence=evidence.uuid)}


MAKERS: dict[str, Callable[[Stage, Scene], list[Draft]]] = {
    "recognition": recognition, "behaviour": behaviour, "first_aid": first_aid,
    "note": note, "contact": contact, "concern": concern,
}  # fmt: skip
NEEDS_ANOTHER = {"recognition": 0.12, "behaviour": 0.45, "first_aid": 0.0, "note": 0.1}


def another(stage: Stage, kind: str, scene: Scene, classmates: list[Child]) -> Child | None:
    """A second child in the scene, from the same class, when this kind calls for one."""
    if stage.rng.random() > NEEDS_ANOTHER.get(kind, 0.0) or len(classmates) < 2:
        return None
    other = stage.rng.choice(classmates)
    return None if other is scene.child else other
