/** Starts the application in the browser. */
import './ui/base.css';
import './ui/parts.css';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { onSignedOut } from './api/client.ts';
import { ApiProblem } from './api/problem.ts';
import { sessionQuery } from './api/session.ts';
import { createAppRouter } from './app/router.tsx';
import { giveStylesTheNonce } from './app/style-nonce.ts';
import { startTranslations } from './i18n/index.ts';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: false,
      // What the server refused stays refused; what it could not answer is asked again.
      retry: (count, error) => count < 2 && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500),
    },
  },
});
const router = createAppRouter(queries);

onSignedOut(() => {
  queries.setQueryData(sessionQuery.queryKey, null);
  void router.navigate({ to: '/login', search: { next: router.state.location.href } });
});

giveStylesTheNonce();

const container = document.getElementById('root');
if (container !== null) {
  await startTranslations();
  createRoot(container).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
