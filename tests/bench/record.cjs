// Holds one whole conversation with a running server over Direct Line, by the machine-readable hints of its
// questions, and returns what was said: the script that the load generator then repeats. So the measured
// conversation follows the shipped tree, whatever the tree becomes.
'use strict';

const inputsMax = 300;
const patienceMs = 10000;

// Values that pass their validators: the check digits are right.
const byKind = {
    text: '该店铺未经许可销售使用本专利的产品。',
    number: '1',
    date: '2024-05-06',
    region: '330106',
    phone: '13800138000',
    email: 'office@example.cn',
    link: 'https://item.taobao.com/item.htm?id=600123456789',
    patent_number: 'ZL202110123456.7',
    credit_code: '91330100799655058B',
    resident_id: '11010519491231002X',
    trademark_number: '12345678',
};
// Choices that lead on through the whole tree instead of out of it.
const byPath = { 'intake.locale': 'zh-Hans', 'intake.consent': 'yes', 'review': 'confirm', 'outstanding': 'later' };

function answerTo(hint) {
    const values = (hint.options || []).map((option) => String(option.value));
    if (byPath[hint.ask]) return byPath[hint.ask];
    if (hint.ask.endsWith('.more')) return 'no';
    if (hint.as === 'yes_no') return 'yes';
    if (byKind[hint.as]) return byKind[hint.as];
    if (values.length > 0) return values[0];
    for (const formal of ['later', 'none', 'skip', 'unknown']) if ((hint.may || []).includes(formal)) return formal;
    throw new Error(`no answer is known for ${hint.ask} (${hint.as})`);
}

// A fragment of a text that stands in JSON as it is.
function fragment(text) {
    return (text || '').split(/["\\\n\r\t/]/)[0].slice(0, 12);
}

async function call(base, path, token, body) {
    const response = await fetch(base + path, {
        method: body ? 'POST' : 'GET',
        headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
        body: body && JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
}

async function record(base) {
    const user = { id: 'dl_bench' };
    const first = await call(base, '/v3/directline/tokens/generate', null, { user });
    const begun = await call(base, '/v3/directline/conversations', first.token, { user });
    const token = begun.token || first.token;
    const activities = `/v3/directline/conversations/${begun.conversationId}/activities`;
    let watermark = '0';

    // The activities after the watermark, once one of them asks or closes.
    async function spoken() {
        const end = Date.now() + patienceMs;
        const heard = [];
        while (Date.now() < end) {
            const set = await call(base, `${activities}?watermark=${watermark}`, token);
            watermark = set.watermark || watermark;
            heard.push(...set.activities.filter((activity) => activity.from && activity.from.role === 'bot'));
            const hints = heard.map((activity) => (activity.channelData || {}).plaint || {});
            if (hints.some((hint) => hint.ask || hint.case)) return { heard, hint: hints.findLast((h) => h.ask || h.case) };
            await new Promise((resolve) => setTimeout(resolve, 10));
        }
        throw new Error('the bot said nothing that asks');
    }

    let { heard, hint } = await spoken();
    const lines = [];
    while (!hint.case) {
        if (lines.length === inputsMax) throw new Error(`no end after ${inputsMax} inputs, at ${hint.ask}`);
        const line = { message: answerTo(hint), asked: hint.ask };
        await call(base, activities, token, { type: 'message', from: user, text: line.message });
        ({ heard, hint } = await spoken());
        line.expect = hint.case ? '' : fragment(heard.at(-1).text);
        lines.push(line);
    }
    return lines;
}

function asFile(lines) {
    return lines.map((line) => line.message + (line.expect ? `\t${line.expect}` : '')).join('\n') + '\n';
}

module.exports = { record, asFile };
