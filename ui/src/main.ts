import '~/styles/tokens.css';
import '~/styles/fonts.css';
import '~/styles/base.css';
import '~/styles/prose.css';

import { mount } from 'svelte';

import { connect } from '~/backend';

import Root from './Root.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('invariant: index.html has #app');
mount(Root, { target, props: { connecting: connect() } });
