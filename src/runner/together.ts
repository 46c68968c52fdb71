/** Two things that do not need each other, at once. Where one fails, the other has ended too before anybody hears of it. */
export const together = async <A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> => {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
};
