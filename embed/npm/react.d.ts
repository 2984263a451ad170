// `import type {} from 'to-khai/react'` teaches JSX of React 19 the tag.
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { ToKhaiAttributes, ToKhaiElement } from './to-khai.js';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'to-khai': DetailedHTMLProps<HTMLAttributes<ToKhaiElement>, ToKhaiElement> & ToKhaiAttributes;
    }
  }
}
