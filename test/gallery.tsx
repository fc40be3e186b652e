import {
  Badge,
  Button,
  ButtonGroup,
  ChartWithTable,
  Checkboxes,
  Columns,
  Count,
  DataTable,
  DateInput,
  Details,
  Fieldset,
  Figures,
  FileUpload,
  FilterLayout,
  Form,
  FourP,
  fourPTone,
  InsetText,
  PageHeading,
  Pagination,
  Panel,
  PasswordInput,
  Radios,
  Select,
  SideBySide,
  SubNavigation,
  SummaryList,
  Tabs,
  Tag,
  Text,
  TextArea,
  TextInput,
  TierMark,
  Timeline,
  WarningText,
  errorOf,
} from '#ui'
import type { ChartRow, Content, FieldError, PageFrame, Row } from '#ui'

/** A page of the gallery: what it is called, the frame around it, and its content. */
export interface GalleryPage {
  readonly name: string
  readonly frame: Partial<PageFrame>
  readonly content: Content
}

const PS = ['Pursue', 'Prevent', 'Protect', 'Prepare'] as const
const series = PS.map(word => ({ key: word, label: word, tone: fourPTone(word) }))
const forces = ['Cheshire Constabulary', 'Cumbria Constabulary', 'Lancashire Constabulary', 'Merseyside Police']
const months = Array.from({ length: 18 }, (_, index) => new Date(Date.UTC(2024, 6 + index, 1)))
const errors: readonly FieldError[] = [
  { field: 'name', text: 'Enter a name' },
  { field: 'recorded', text: 'Recorded on must be in the past' },
  { field: 'type', text: 'Select a threat type' },
]

/** Every component, on pages such as those that people will work with. */
export const galleryPages: readonly GalleryPage[] = [
  { name: 'list', frame: { title: 'Threats', wide: true, currentPath: '/threats' }, content: <ListPage /> },
  {
    name: 'record',
    frame: {
      title: 'Harbour vehicle thefts',
      currentPath: '/threats/NW-2024-0117',
      breadcrumbs: [{ text: 'Threats', href: '/threats' }],
      handling: 'OFFICIAL-SENSITIVE · Region',
      done: 'Assessment recorded',
    },
    content: <RecordPage />,
  },
  { name: 'form', frame: { title: 'Record a threat', backHref: '/threats', errors }, content: <FormPage /> },
  {
    name: 'figures',
    frame: {
      title: 'Disruptions',
      asAtBanner: { knownOn: '4 January 2023', returnAction: '/as-at' },
      currentPath: '/figures',
    },
    content: <FiguresPage />,
  },
  {
    name: 'sign-in',
    frame: { title: 'Sign in', signedInAs: undefined, organisation: undefined, navigation: [] },
    content: <SignInPage />,
  },
  { name: 'other', frame: { title: 'Other components', backHref: '/' }, content: <OtherPage /> },
]

function ListPage(): Content {
  const rows = Array.from({ length: 14 }, (_, index) => threatRow(index))
  return (
    <>
      <PageHeading title="Threats" actions={<Button text="Record a threat" href="/threats/new" />} />
      <FilterLayout
        action="/threats"
        clearHref="/threats"
        kept={{ order: 'tier' }}
        selected={[
          { label: 'Owner', value: 'Cheshire Constabulary', removeHref: '/threats?tier=1' },
          { label: 'Tier', value: 'Tier 1', removeHref: '/threats?owner=cheshire' },
        ]}
        fields={
          <>
            <TextInput name="words" label="Name or reference" />
            <Select
              name="owner"
              label="Owner"
              placeholder="Any"
              value="1"
              choices={forces.map((text, index) => ({ value: String(index), text }))}
            />
            <Checkboxes
              name="tier"
              label="Tier"
              small
              values={['1']}
              choices={['1', '2', '3', '4', '5'].map(value => ({ value, text: `Tier ${value}` }))}
            />
            <DateInput name="from" label="Recorded from" value={{}} />
          </>
        }
      >
        <DataTable
          caption="Threats, gravest first"
          hideCaption
          columns={[
            { key: 'reference', label: 'Reference', sortHref: '?order=reference', keepTogether: true },
            { key: 'name', label: 'Name', sortHref: '?order=name' },
            { key: 'type', label: 'Threat type' },
            { key: 'owner', label: 'Owner', sortHref: '?order=owner' },
            { key: 'tier', label: 'Tier', sortHref: '?order=-tier', sorted: 'ascending', keepTogether: true },
            { key: 'status', label: 'Moderation' },
            { key: 'disruptions', label: 'Disruptions', align: 'right' },
            { key: 'recorded', label: 'Recorded', sortHref: '?order=recorded', keepTogether: true },
          ]}
          rowHeader="reference"
          rows={rows}
        />
        <Pagination nextHref="?after=x" previousHref="?before=y" summary="14 of 1,204 threats" />
      </FilterLayout>
    </>
  )
}

function threatRow(index: number): Row {
  const names = [
    'Harbour vehicle thefts',
    'County lines from the coast',
    'Romance fraud\u202E ring',
    'Quarry cannabis cultivation',
    '',
  ]
  const status = ['Moderated', 'Submitted', 'Draft'] as const
  const colours = { Moderated: 'green', Submitted: 'blue', Draft: 'grey' } as const
  const word = status[index % 3] ?? 'Draft'
  return {
    reference: (
      <a class="govuk-link" href={`/threats/${index}`}>
        NW-2024-{String(117 + index).padStart(4, '0')}
      </a>
    ),
    name: names[index % 5],
    type: index % 3 === 0 ? 'Organised crime group' : 'Vulnerability',
    owner: forces[index % 4],
    tier: <TierMark tier={(Math.min(5, 1 + Math.floor(index / 3)) || 1) as 1 | 2 | 3 | 4 | 5} />,
    status: <Tag text={word} colour={colours[word]} />,
    disruptions: <Count value={index * 7} href="/disruptions" label="disruptions" />,
    recorded: '4 January 2024',
  }
}

function RecordPage(): Content {
  return (
    <>
      <PageHeading
        caption="NW-2024-0117 · Organised crime group"
        title="Harbour vehicle thefts"
        markers={
          <>
            <TierMark tier={1} />
            <Tag text="Moderated" colour="green" />
            {PS.map(word => (
              <FourP word={word} />
            ))}
          </>
        }
        actions={
          <>
            <Button text="Change" href="/change" />
            <Button text="Assess" kind="secondary" href="/assess" />
          </>
        }
      />
      <SubNavigation
        label="Parts of this threat"
        items={[
          { label: 'Overview', href: '#', current: true },
          { label: 'Plan', href: '#' },
          { label: 'Disruptions', href: '#', count: 12 },
          { label: 'History', href: '#' },
        ]}
      />
      <Columns main={<RecordMain />} aside={<RecordAside />} />
    </>
  )
}

function RecordMain(): Content {
  return (
    <>
      <Panel title="About this threat" id="about" actions={[{ text: 'Change', href: '#', hiddenText: 'this threat' }]}>
        <SummaryList
          columns
          rows={[
            { key: 'Owner', value: 'Cheshire Constabulary' },
            { key: 'Lead responsible officer', value: 'R. Example' },
            { key: 'Crime category', value: 'Organised acquisitive crime' },
            { key: 'Phase', value: 'Active: pursue' },
            { key: 'Recorded', value: '4 January 2024 at 10:46 UTC' },
            { key: 'Closed', value: undefined },
          ]}
        />
      </Panel>
      <Panel title="Disruptions" id="disruptions" count={2} actions={[{ text: 'Record a disruption', href: '#' }]}>
        <DataTable
          caption="Disruptions of this threat"
          hideCaption
          columns={[
            { key: 'reference', label: 'Reference', keepTogether: true },
            { key: 'p', label: '4P' },
            { key: 'category', label: 'Category' },
            { key: 'cash', label: 'Cash seized', align: 'right' },
          ]}
          rows={[
            { reference: 'D-000124', p: <FourP word="Pursue" />, category: 'Major', cash: '£4,800.00' },
            { reference: 'D-000131', p: <FourP word="Prepare" />, category: 'Minor', cash: '' },
          ]}
        />
      </Panel>
      <SideBySide
        caption="What changed on 4 January 2024"
        leftHeading="Before"
        rightHeading="After"
        rows={[
          { label: 'Tier', left: 'Tier 2', right: 'Tier 1', changed: true },
          { label: 'Owner', left: 'Cheshire Constabulary', right: 'Cheshire Constabulary', changed: false },
          { label: 'Phase', left: '', right: 'Active: pursue', changed: true },
        ]}
      />
    </>
  )
}

function RecordAside(): Content {
  return (
    <Panel title="Latest" id="latest">
      <Timeline
        items={[
          {
            title: 'Moderated',
            by: <Text value="R. Example, North West ROCU" />,
            at: new Date('2024-01-04T10:46:00Z'),
            content: (
              <>
                Tier 2 to Tier 1 <Badge text="Late" colour="red" />
              </>
            ),
          },
          { title: 'Submitted', by: <Text value="A. Example" />, at: new Date('2024-01-03T09:00:00Z') },
        ]}
      />
    </Panel>
  )
}

function FormPage(): Content {
  return (
    <>
      <h1 class="govuk-heading-l">Record a threat</h1>
      <Form action="/threats" csrfToken="token">
        <TextInput
          name="name"
          label="Name"
          hint="The name of the group or of the vulnerability"
          error={errorOf(errors, 'name')}
          width="two-thirds"
        />
        <Radios
          name="type"
          label="Threat type"
          error={errorOf(errors, 'type')}
          choices={[
            { value: 'ocg', text: 'Organised crime group', hint: 'Three or more people who plan crime together' },
            {
              value: 'individual',
              text: 'Priority individual',
              reveals: <TextInput name="alias" label="Known as" optional width={20} />,
            },
            { value: 'vulnerability', text: 'Vulnerability' },
          ]}
        />
        <DateInput
          name="recorded"
          label="Recorded on"
          hint="For example, 27 3 2024"
          value={{ day: '31', month: '2', year: '2099' }}
          error={errorOf(errors, 'recorded')}
        />
        <Select
          name="owner"
          label="Owner"
          placeholder="Choose an owner"
          choices={forces.map(text => ({ value: text, text }))}
        />
        <TextInput name="cash" label="Cash seized" prefix="£" width={5} inputMode="decimal" optional />
        <TextArea name="summary" label="Summary" optional maxLength={4000} value="Vehicles are taken from the docks." />
        <Fieldset legend="Handling" size="s">
          <Checkboxes
            name="caveats"
            label="Caveats"
            small
            choices={[{ value: 'a', text: 'Do not act without the owner' }]}
            optional
          />
        </Fieldset>
        <FileUpload name="file" label="File" hint="CSV or XLSX" accept=".csv,.xlsx" />
        <ButtonGroup>
          <Button text="Record threat" />
          <Button text="Save as draft" kind="secondary" name="act" value="draft" />
          <a class="govuk-link" href="/threats">
            Cancel
          </a>
        </ButtonGroup>
      </Form>
    </>
  )
}

function FiguresPage(): Content {
  const rows: readonly ChartRow[] = forces.map((label, index) => ({
    label,
    values: { Pursue: 41 + index * 9, Prevent: 12 + index, Protect: 8 * index, Prepare: index === 2 ? null : 3 },
    hrefs: { Pursue: '/disruptions?p=pursue' },
    totalHref: '/disruptions',
  }))
  const byMonth = months.map((month, index) => ({
    label: `${month.toLocaleString('en-GB', { month: 'short', timeZone: 'UTC' }).slice(0, 3)} ${month.getUTCFullYear()}`,
    values: {
      Pursue: 20 + ((index * 7) % 23),
      Prevent: (index * 5) % 11,
      Protect: (index * 3) % 9,
      Prepare: index % 4,
    },
  }))
  return (
    <>
      <PageHeading title="Disruptions" caption="North West, 1 July 2024 to 31 December 2025" />
      <Figures
        items={[
          { label: 'Disruptions', value: '1,204', href: '/disruptions' },
          { label: 'Major', value: '87', href: '/disruptions?category=major', note: '7% of all' },
          { label: 'Arrests', value: '412' },
          { label: 'Cash seized', value: '£1,204,800.00' },
        ]}
      />
      <ChartWithTable
        id="by-force"
        kind="bars"
        title="Disruptions by force"
        description="Merseyside Police has most, and most are Pursue."
        rowHeading="Force"
        series={series}
        rows={rows}
      />
      <ChartWithTable
        id="by-month"
        kind="columns"
        title="Disruptions by month"
        description="Some 30 a month, most of them Pursue."
        rowHeading="Month"
        series={series}
        rows={byMonth}
      />
    </>
  )
}

function SignInPage(): Content {
  return (
    <>
      <h1 class="govuk-heading-l">Sign in</h1>
      <Form action="/sign-in" csrfToken="token">
        <TextInput
          name="email"
          label="Email address"
          type="email"
          autocomplete="username"
          spellcheck={false}
          width="two-thirds"
        />
        <PasswordInput name="password" label="Password" />
        <Button text="Sign in" />
      </Form>
    </>
  )
}

function OtherPage(): Content {
  return (
    <>
      <h1 class="govuk-heading-l">Other components</h1>
      <WarningText text="You cannot undo this." />
      <InsetText>Counts under 5 are not shown.</InsetText>
      <Details summary="What a tier means">Tier 1 is the gravest.</Details>
      <Tabs
        title="Views"
        items={[
          { id: 'one', label: 'First', panel: <p class="govuk-body">The first view</p> },
          { id: 'two', label: 'Second', panel: <p class="govuk-body">The second view</p> },
        ]}
      />
      <SummaryList
        rows={[
          {
            key: 'Name',
            value: 'Harbour\u200B vehicle thefts',
            actions: [{ text: 'Change', href: '#', hiddenText: 'name' }],
          },
          {
            key: 'Owner',
            value: 'Cheshire Constabulary',
            actions: [{ text: 'Change', href: '#', hiddenText: 'owner' }],
          },
        ]}
      />
      <DataTable
        caption="Plans"
        columns={[{ key: 'name', label: 'Name' }]}
        rows={[]}
        emptyText="There are no plans yet."
      />
      <Button text="Close threat" kind="warning" />
      <Button text="Discard" hiddenText="Harbour thefts" kind="secondary" small />
      <Button text="Start" kind="start" href="/start" />
    </>
  )
}
