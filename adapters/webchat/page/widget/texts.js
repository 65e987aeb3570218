// What the window itself says, in Chinese and in English; what the bot says comes from the server. Texts that are sent as
// commands (back, repeat, why, ...) are words that every catalogue knows.
const LANGUAGES = ['zh-Hans', 'en'];
const TEXTS = {
  title: ['知识产权投诉', 'IP complaints'], close: ['收起', 'Close'], menu: ['菜单', 'Menu'],
  log: ['对话记录', 'Conversation'], other: ['English', '中文'], again: ['新建投诉', 'New complaint'],
  shared: ['公用电脑，不在本机保存内容', 'Shared computer: keep nothing on it'],
  code: ['用回执码继续', 'Continue with a receipt code'], digits: ['16 位回执码', '16-digit receipt code'],
  type: ['请输入回答', 'Your answer'], choose: ['请先在上方选择', 'Please choose above'], send: ['发送', 'Send'],
  attach: ['添加文件', 'Add files'], back: ['上一题', 'Back'], why: ['为什么问', 'Why do you ask'],
  repeat: ['重复', 'Repeat'], missing: ['还缺什么', 'What is missing'], person: ['转人工', 'Talk to a person'],
  stop: ['先到这里', 'Stop here'], save: ['下载对话记录', 'Download conversation'],
  language: ['切换到 English', '切换到中文'], yes: ['是', 'Yes'],
  no: ['否', 'No'], keep: ['保留', 'Keep'], drop: ['不保留', 'Drop'], confirm: ['确认提交', 'Confirm and submit'],
  edit: ['修改', 'Change'], region: ['选择地区', 'Choose a place'], pick: ['请选择', 'Choose'],
  date: ['选择日期', 'Choose a date'], ok: ['确定', 'OK'], cancel: ['取消', 'Cancel'],
  progress: ['完成进度', 'Progress'], hither: ['把文件拖到这里，或', 'Drop files here, or'],
  browse: ['选择文件', 'Choose files'], camera: ['拍照', 'Take a photo'], upload: ['上传', 'Upload'],
  discard: ['删除', 'Delete'],
  limits: ['最多 {count} 个，每个不超过 {size}。可用格式：{types}', 'At most {count} files of up to {size} each. Formats: {types}'],
  refused: ['{name} 不符合要求', '{name} is not accepted'], sending: ['发送中', 'Sending'],
  sent: ['已送达', 'Delivered'], waiting: ['等待网络', 'Waiting for the network'], failed: ['未能发送', 'Not sent'],
  stored: ['已收存', 'stored'], retry: ['重试', 'Retry'],
  offline: ['连接已断开，恢复后自动发送您的回答。', 'Connection lost. Your answers will be sent once it is back.'],
  ended: ['这次对话已经结束。', 'This conversation has ended.'],
  forbidden: ['本网站未获准嵌入投诉窗口，请到投诉网站办理：', 'This site is not allowed to carry the chat. Please go to:'],
  typing: ['正在输入……', 'Typing…'],
  bot: ['系统', 'System'], me: ['我', 'You'], done: ['办理凭证', 'Acknowledgement'],
  number: ['案件编号', 'Case number'], receipt: ['回执码', 'Receipt code'], lead: ['承办单位', 'Handled by'],
  due: ['尚缺材料', 'Still missing'], linked: ['关联案件', 'Linked cases'],
  secret: ['凭回执码查询和补交，请妥善保管，不要告诉他人。', 'The receipt code opens your complaint. Keep it safe and tell nobody.'],
  copy: ['复制', 'Copy'], copied: ['已复制', 'Copied'], print: ['打印', 'Print'], file: ['保存', 'Save'],
  provinces: ['省级', 'Province'], cities: ['市级', 'City'], districts: ['县级', 'District'],
};

const language_of = (name) => /^zh/i.test(name) ? 'zh-Hans' : 'en';
