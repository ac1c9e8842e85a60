import { markAllNoticesRead, markNoticeRead } from './mark-read.ts';
import { getPreferences, setPreferences } from './preferences.ts';
import { listNotices } from './read-notices.ts';
import { listTemplates, previewTemplate, resetTemplate, setTemplate } from './templates.ts';

export const noticeRoutes = [
  listNotices, markNoticeRead, markAllNoticesRead,
  listTemplates, setTemplate, resetTemplate, previewTemplate,
  getPreferences, setPreferences,
];
