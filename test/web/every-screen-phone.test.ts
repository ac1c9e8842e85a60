import { everyScreen } from './harness/every-screen.ts';

everyScreen('every screen on a phone', ({ app }) => app === 'trainer' || app === 'family');
everyScreen('every screen of the doors', ({ app }) => app === 'door');
