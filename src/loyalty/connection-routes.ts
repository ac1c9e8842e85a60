import { checkConnection, connectOneC, readConnection } from './connection.ts';

export const connectionRoutes = [readConnection, connectOneC, checkConnection];
