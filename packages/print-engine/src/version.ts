/** Recorded in every file and with every campaign: the same input and the same version give the same bytes. */
export const ENGINE_VERSION = '0.1.0'
export const ENGINE_NAME = `Lettershop print engine ${ENGINE_VERSION}`
