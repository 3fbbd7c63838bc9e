export { type FileRow, fileById, type NewFile, selectFile, storeFile } from './file.ts'
export { openFileStorage } from './file-storage.ts'
export type { ByteRange, PutOptions, PutResult, Storage, StoredObject } from './storage.ts'
export { assertStorageKey, type FilePurpose, storageKey } from './storage-key.ts'
