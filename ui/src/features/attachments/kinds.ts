import File from '@lucide/svelte/icons/file';
import FileArchive from '@lucide/svelte/icons/file-archive';
import FileImage from '@lucide/svelte/icons/file-image';
import FileText from '@lucide/svelte/icons/file-text';
import Music from '@lucide/svelte/icons/music';
import Video from '@lucide/svelte/icons/video';

import type { Attachment } from '~/backend';
import type { IconComponent } from '~/lib/icon';

/** What a browser draws inside an `img`, where nothing of it can run. */
export function isPicture({ mediaType }: Attachment): boolean {
  return /^image\/(png|jpeg|gif|webp|avif|svg\+xml|bmp|x-icon)$/.test(mediaType);
}

export function iconOf({ mediaType }: Attachment): IconComponent {
  if (mediaType.startsWith('image/')) return FileImage;
  if (mediaType.startsWith('audio/')) return Music;
  if (mediaType.startsWith('video/')) return Video;
  if (mediaType.startsWith('text/') || mediaType === 'application/pdf') return FileText;
  if (/zip|tar|gzip|7z|rar/.test(mediaType)) return FileArchive;
  return File;
}
