// Holds one whole conversation with a running server over Direct Line, by the machine-readable hints of its
// questions, and returns what was said: the script that the load generator then repeats. So the measured
// conversation follows the shipped tree, whatever the tree becomes.
'use strict';

const { createHmac } = require('node:crypto');

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
    copyright_number: '2020SR1234567',
    gi_number: 'AGI2019-03-02581',
    customs_record: 'T2019-12345',
    plant_variety_number: 'CNA20161234.5',
    identity_paper: 'E12345678',
    postal_code: '310000',
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

// What a caller does at a question: keys, or words that the provider has recognised.
const keysAt = {
    'complainant.foreign': '2', 'complainant.id_number': '11010519491231002*', 'complainant.phone': '13800138000',
    'right.patent_number': '2021101234567', 'right.co_owned': '2', 'right.filing_date': '20210105', 'right.grant_date': '20220104',
    'right.invalidation_pending': '2', 'source.maker_known': '2',
};
function heardAt(at, hears) {
    const no = at.endsWith('.more') || at.startsWith('prior.') || at.startsWith('scope.');
    if (keysAt[at]) return `Digits=${encodeURIComponent(keysAt[at])}`;
    if (hears && at === 'respondents[0].region') return `SpeechResult=${encodeURIComponent('杭州市西湖区')}`;
    if (hears) return `SpeechResult=${encodeURIComponent(byKind.text)}`;
    return `Digits=${no ? 2 : 1}`;
}

// One whole call: each line is an address with what the caller does there. Every call begins anew, so the addresses are the
// same for all.
async function recordCall(base, token) {
    const lines = [];
    let [path, heard] = ['/ivr/twilio', ''];
    while (path) {
        if (lines.length === inputsMax) throw new Error(`no end of the call after ${inputsMax} inputs, at ${path}`);
        const body = `CallSid=CA-record${heard && `&${heard}`}`;
        const signed = base + path + [...new URLSearchParams(body)].sort().map(([name, value]) => name + value).join('');
        const response = await fetch(base + path, {
            method: 'POST', body,
            headers: { 'content-type': 'application/x-www-form-urlencoded',
                'x-twilio-signature': createHmac('sha1', token).update(signed).digest('base64') },
        });
        const xml = await response.text();
        if (!response.ok) throw new Error(`${path}: ${response.status} ${xml}`);
        const action = (/ action="([^"]*)"/.exec(xml) || [])[1];
        const next = action && new URL(action.replaceAll('&amp;', '&'));
        lines.push({ message: path + (heard && ` ${heard}`), expect: next ? `at=${encodeURIComponent(next.searchParams.get('at'))}&amp;` : '<Hangup/>' });
        path = next && next.pathname + next.search;
        heard = next && heardAt(next.searchParams.get('at'), next.searchParams.get('keys') === 'entry' && xml.includes('dtmf speech'));
    }
    return lines;
}

function asFile(lines) {
    return lines.map((line) => line.message + (line.expect ? `\t${line.expect}` : '')).join('\n') + '\n';
}

module.exports = { record, recordCall, asFile };
