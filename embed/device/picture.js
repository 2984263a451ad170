export const take = async (file) => [file, file.type];
export const show = async () => false;
