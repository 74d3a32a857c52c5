/** Numbers of the locks that servers of one database hold among each other, each for one purpose. */
export const LOCKS = {
  migrations: 7_235_411,
  registers: 7_235_412,
  anchors: 7_235_413,
  releases: 7_235_414,
  demonstration: 7_235_415,
} as const;
