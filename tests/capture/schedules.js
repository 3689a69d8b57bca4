// Two thousand made-up days of one phone: saves, sends, lost answers, dead networks, ended sessions,
// two tabs, clocks set wrong. The outbox is the real one, with its encryption and its disk; the
// server is a model of ours: it files a number once, and tells other words under it apart.
export async function run({ safeUrl, outboxUrl, from, to, key }) {
  const tools = await import(safeUrl);
  const outbox = await import(outboxUrl);
  const counts = { schedules: 0, steps: 0, saved: 0, filed: 0, back: 0, lost: 0, twice: 0, half: 0, sends: 0 };
  const person = "somebody";
  const safe = await tools.openWithSignIn(person, key);
  for (let seed = from; seed < to; seed += 1) await schedule(seed);
  return counts;

  async function schedule(seed) {
    const chance = randomOf(seed);
    const server = serverOf(chance);
    const saved = new Map();
    let again = null;
    for (let step = 0; step < 4 + chance(9); step += 1) {
      counts.steps += 1;
      const act = chance(10);
      if (act < 4) {
        const number = again && chance(4) === 0 ? again : `n-${seed}-${step}`;
        const words = [["uuid", number], ["words", `${seed} ${step}`]];
        if (chance(5) === 0) words.push(["fault", "yes"]); // the server will refuse it
        const held = (await outbox.waiting(person)).some((row) => row.number === number);
        if (held) continue; // the sheet left the screen when it was saved
        await outbox.save(safe, { number, words, files: chance(6) ? [] : [new File([`f${step}`], "a.txt")] });
        saved.set(`${number} ${words[1][1]}`, { number, text: words[1][1] });
        again = number;
      } else if (act < 9) {
        server.mood(chance);
        const tabs = 1 + chance(2);
        await Promise.all(Array.from({ length: tabs }, () => outbox.flush(safe, server.receive)));
      } else {
        server.recover();
      }
    }
    server.recover();
    for (let round = 0; round < 3; round += 1) await outbox.flush(safe, server.receive);
    await judge(safe, person, server, saved);
    for (const { name } of await tools.keptUnder(safe, "back ")) await tools.drop(safe, `back ${name}`);
    counts.schedules += 1;
    counts.sends += server.sends;
  }

  // Every text that was acknowledged is filed, or back with its author; none is in two records.
  async function judge(safe, person, server, saved) {
    const left = await outbox.waiting(person);
    const back = await tools.keptUnder(safe, "back ");
    const returned = new Set(back.map(({ fields }) => new Map(fields).get("words")));
    const filed = [...server.records.values()];
    for (const { text } of saved.values()) {
      counts.saved += 1;
      const times = filed.filter((record) => record.text === text).length;
      if (times === 1) counts.filed += 1;
      else if (returned.has(text)) counts.back += 1;
      if (times === 0 && !returned.has(text)) counts.lost += 1;
      if (times > 1 || (times === 1 && returned.has(text))) counts.twice += 1;
    }
    counts.lost += left.length;
    counts.half += filed.filter((record) => record.files !== record.sent).length;
  }
}

function serverOf(chance) {
  const records = new Map();
  let mood = "well", sends = 0;
  return {
    records,
    get sends() { return sends; },
    recover() { mood = "well"; },
    mood(draw) { mood = ["well", "well", "dead", "deaf", "lost", "signed-out", "broken", "stranger"][draw(8)]; },
    async receive({ words, files }) {
      sends += 1;
      await new Promise((soon) => setTimeout(soon, 0));
      const said = new Map(words);
      const number = said.get("uuid");
      if (mood === "dead") return { state: "unreachable" };
      if (mood === "signed-out") return { state: "signed-out" };
      if (mood === "broken") return { state: "unclear" };
      if (mood === "stranger") return { state: "filed", number: "another" }; // an answer to something else
      if (mood === "deaf" && chance(2)) return { state: "unreachable" };
      let answer;
      const there = records.get(number);
      if (said.has("fault")) answer = { number, state: "refused", reasons: { who: "Say who it was." } };
      else if (there && there.text !== said.get("words")) answer = { number, state: "saved-otherwise", reasons: { kind: "Saved before." } };
      else {
        if (!there) records.set(number, { text: said.get("words"), files: files.length, sent: files.length });
        answer = { number, state: "filed", saved: `/log/${number}/saved/` };
      }
      return mood === "lost" && chance(2) ? { state: "unreachable" } : answer; // committed, and never heard of
    },
  };
}

function randomOf(seed) { // mulberry32: the same days on every machine
  let state = seed + 0x6d2b79f5;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
