import { uploadFile } from './upload-file.ts';

export const uploadRoutes = [uploadFile];
