import { everyScreen } from './harness/every-screen.ts';

everyScreen('the other screens of the office', ({ app }, index) => app === 'office' && index % 2 === 1);
everyScreen('every screen on a phone', ({ app }) => app === 'trainer' || app === 'family');
